BEGIN TRANSACTION;
CREATE TABLE jobs (
	position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(16) NOT NULL, 
	dataset VARCHAR NOT NULL, 
	data_version VARCHAR NOT NULL, 
	learner VARCHAR NOT NULL, 
	recipe VARCHAR NOT NULL, 
	device_asked VARCHAR NOT NULL, 
	n_train INTEGER NOT NULL, 
	seed INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	status VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	error VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	queued_at FLOAT NOT NULL, 
	started_at FLOAT, 
	heartbeat_at FLOAT, 
	finished_at FLOAT, crashes INTEGER DEFAULT '0' NOT NULL, found TEXT DEFAULT '' NOT NULL, 
	UNIQUE (id)
);
INSERT INTO "jobs" VALUES(1,'675a3882b32108e1','own-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','1','svm','quick','auto',40,0,'{}','queued','','','',0.0,1790000000.0,NULL,NULL,NULL,0,'');
INSERT INTO "jobs" VALUES(2,'2eb0d4be0be65307','own-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','1','svm','thorough','auto',40,0,'{}','queued','','','',0.0,1790000000.0,NULL,NULL,NULL,0,'');
INSERT INTO "jobs" VALUES(3,'f259cf3df3119ac1','digits','2','cnn','quick','cpu',200,1,'{"epochs": 3}','queued','','','',0.0,1790000000.0,NULL,NULL,NULL,0,'');
INSERT INTO "jobs" VALUES(4,'9b026e06dada8d07','digits','1','svm','quick','auto',300,0,'{}','failed','','It broke.','',0.0,1790000000.0,1790000000.0,1790000000.0,1790000000.0,0,'');
INSERT INTO "jobs" VALUES(5,'1a31c71750549f31','digits','1','cnn','race','auto',400,0,'{"budget_seconds": 60}','running','half','','elsewhere|1|1.00|x',0.5,1790000000.0,1790000000.0,1790000000.0,NULL,0,'[1]');
CREATE TABLE recorded (
	origin VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (origin)
);
INSERT INTO "recorded" VALUES('recorded','d1');
CREATE TABLE requests (
	id VARCHAR(16) NOT NULL, 
	asker VARCHAR NOT NULL, 
	PRIMARY KEY (id, asker), 
	FOREIGN KEY(id) REFERENCES jobs (id) ON DELETE CASCADE
);
INSERT INTO "requests" VALUES('675a3882b32108e1','ann');
INSERT INTO "requests" VALUES('2eb0d4be0be65307','ann');
INSERT INTO "requests" VALUES('f259cf3df3119ac1','ann');
INSERT INTO "requests" VALUES('f259cf3df3119ac1','bob');
INSERT INTO "requests" VALUES('9b026e06dada8d07','bob');
INSERT INTO "requests" VALUES('1a31c71750549f31','bob');
CREATE TABLE results (
	id VARCHAR(16) NOT NULL, 
	origin VARCHAR NOT NULL, 
	dataset VARCHAR NOT NULL, 
	data_version VARCHAR NOT NULL, 
	learner VARCHAR NOT NULL, 
	recipe VARCHAR NOT NULL, 
	device_asked VARCHAR NOT NULL, 
	n_train INTEGER NOT NULL, 
	seed INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	accuracy FLOAT NOT NULL, 
	feature_seconds FLOAT NOT NULL, 
	fit_seconds FLOAT NOT NULL, 
	predict_seconds FLOAT NOT NULL, 
	protocol INTEGER NOT NULL, 
	n_test INTEGER NOT NULL, 
	n_parameters INTEGER NOT NULL, 
	model_bytes INTEGER NOT NULL, 
	threads INTEGER NOT NULL, 
	device VARCHAR NOT NULL, 
	machine VARCHAR NOT NULL, 
	"commit" VARCHAR NOT NULL, 
	measured_at VARCHAR NOT NULL, 
	versions TEXT NOT NULL, 
	details TEXT NOT NULL, 
	correct BLOB NOT NULL, 
	predictions BLOB NOT NULL, 
	PRIMARY KEY (id, origin)
);
INSERT INTO "results" VALUES('16d8cf6e6a573716','live','digits','1','svm','quick','auto',100,2,'{"gamma": 1.0, "classes": "ten"}',0.5,0.25,0.5,0.125,1,8,3,24,1,'cpu','toy','abc','2026-01-01T00:00:00+00:00','{"toy": "1"}','{"steps": 4}',X'AA',X'0001');
INSERT INTO "results" VALUES('16d8cf6e6a573716','recorded','digits','1','svm','quick','auto',100,2,'{"gamma": 1.0, "classes": "ten"}',0.75,0.25,0.5,0.125,1,8,3,24,1,'cpu','toy','abc','2026-01-01T00:00:00+00:00','{"toy": "1"}','{"steps": 4}',X'AA',X'0001');
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(1);
INSERT INTO "schema_version" VALUES(2);
INSERT INTO "schema_version" VALUES(3);
INSERT INTO "schema_version" VALUES(4);
INSERT INTO "schema_version" VALUES(5);
CREATE INDEX ix_jobs_status ON jobs (status);
CREATE INDEX results_by_question ON results (dataset, learner);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',5);
COMMIT;
