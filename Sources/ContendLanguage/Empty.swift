// ContendLanguage
