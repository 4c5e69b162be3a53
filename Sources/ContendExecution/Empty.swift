// ContendExecution
