// ContendVerdict
