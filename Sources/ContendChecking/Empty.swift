// ContendChecking
