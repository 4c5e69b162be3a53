CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL);
INSERT INTO item SELECT id, 1000000 FROM generate_series(1, 10000) AS id;
