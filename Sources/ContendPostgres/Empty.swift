// ContendPostgres
