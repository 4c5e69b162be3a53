// ContendStatistics
