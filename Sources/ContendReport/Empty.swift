// ContendReport
