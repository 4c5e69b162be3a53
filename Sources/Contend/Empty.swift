// Contend
