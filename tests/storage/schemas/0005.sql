BEGIN TRANSACTION;
CREATE TABLE accounts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	account TEXT NOT NULL, 
	name TEXT NOT NULL, 
	admin BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	created TEXT NOT NULL, 
	UNIQUE (account), 
	UNIQUE (name)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE alignments (
	project_id INTEGER NOT NULL, 
	aligner TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (project_id, aligner, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "alignments" VALUES(1,'by hand',1,'[5,6,[[0,0],[1,1],[2,2],[3,3],[4,4]]]');
INSERT INTO "alignments" VALUES(1,'by hand',2,'[5,6,[[0,0],[1,1],[2,2],[3,3],[4,4]]]');
INSERT INTO "alignments" VALUES(1,'by hand',3,'[5,6,[[0,0],[1,1],[2,2],[3,3],[4,4]]]');
INSERT INTO "alignments" VALUES(1,'by hand',4,'[5,6,[[0,0],[1,1],[2,2],[3,3],[4,4]]]');
INSERT INTO "alignments" VALUES(1,'by hand',5,'[5,6,[[0,0],[1,1],[2,2],[3,3],[4,4]]]');
CREATE TABLE assignments (
	project_id INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	time TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (project_id, person, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE clients (
	project_id INTEGER NOT NULL, 
	client TEXT NOT NULL, 
	acked BIGINT NOT NULL, 
	PRIMARY KEY (project_id, client), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "clients" VALUES(1,'c1',5);
CREATE TABLE decisions (
	project_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	client TEXT NOT NULL, 
	client_seq BIGINT NOT NULL, 
	time TEXT NOT NULL, 
	person TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	body TEXT NOT NULL, 
	target INTEGER NOT NULL, 
	in_force BOOLEAN NOT NULL, act TEXT DEFAULT '' NOT NULL, via TEXT DEFAULT '' NOT NULL, track TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (project_id, seq), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE, 
	CONSTRAINT uq_decisions_client_seq UNIQUE (project_id, client, client_seq)
)
 WITHOUT ROWID

;
INSERT INTO "decisions" VALUES(1,1,'c1',1,'2026-01-02T03:04:05.000+00:00','ann',1,'pair','accept-pair','{"base":"9b25121941701b7e"}',0,1,'','','');
INSERT INTO "decisions" VALUES(1,2,'c1',2,'2026-01-02T03:04:05.000+00:00','ann',2,'target','change','{"entity":"s0.0","new":[0,2,"ORG"],"base":"9b25121941701b7e"}',0,1,'','','');
INSERT INTO "decisions" VALUES(1,3,'c1',3,'2026-01-02T03:04:05.000+00:00','ann',3,'pair','flag','{"base":"9b25121941701b7e"}',0,0,'','','');
INSERT INTO "decisions" VALUES(1,4,'c1',4,'2026-01-02T03:04:05.000+00:00','ann',3,'pair','undo','{"entity":"3","base":"9b25121941701b7e"}',3,1,'','','');
INSERT INTO "decisions" VALUES(1,5,'c1',5,'2026-01-02T03:04:05.000+00:00','ann',4,'target','accept','{"entity":"s0.0","base":"9b25121941701b7e"}',0,1,'c1:5','random:7','');
INSERT INTO "decisions" VALUES(1,6,'c1/5',1,'2026-01-02T03:04:05.000+00:00','ann',4,'pair','comment','{"reason":"first line\nsecond line","base":"9b25121941701b7e"}',0,1,'c1:5','','');
CREATE TABLE events (
	project_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	time TEXT NOT NULL, 
	person TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (project_id, number), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE TABLE extras (
	project_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (project_id, kind, "key", position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "extras" VALUES(1,'spans','by hand',1,X'78018B8E36D031D4510A700D52D231D0338D8D050024780414');
CREATE TABLE guidelines (
	project_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	time TEXT NOT NULL, 
	person TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (project_id, revision), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	project_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	step TEXT NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	pid INTEGER NOT NULL, 
	started TEXT NOT NULL, 
	heartbeat TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
INSERT INTO "jobs" VALUES(1,1,'done','Aligning',0,5,'',1244,'2026-11-22T20:13:32.876+00:00','2026-11-22T20:13:32.883+00:00');
CREATE TABLE layers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	project_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	spec TEXT NOT NULL, 
	spec_hash TEXT NOT NULL, 
	versions TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	created TEXT NOT NULL, 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE, 
	CONSTRAINT uq_layers_content_hash UNIQUE (project_id, content_hash)
);
INSERT INTO "layers" VALUES(1,1,'first','method','','','[]','9b25121941701b7e','2026-11-22T20:13:32.762+00:00');
INSERT INTO "layers" VALUES(2,1,'second','method','','','[]','7776f0eed1cd4284','2026-11-22T20:13:32.792+00:00');
CREATE TABLE members (
	project_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (project_id, account_id), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE, 
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE models (
	project_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (project_id, "key"), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
INSERT INTO "models" VALUES(1,'by hand',X'000102');
CREATE TABLE originals (
	project_id INTEGER NOT NULL, 
	side TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (project_id, side, first), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE TABLE outcomes (
	layer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (layer_id, position), 
	FOREIGN KEY(layer_id) REFERENCES layers (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "outcomes" VALUES(1,1,'projected','9d72991f40a4','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,5,0.8]],null]]');
INSERT INTO "outcomes" VALUES(1,2,'projected','9d72991f40a4','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,5,0.8]],null]]');
INSERT INTO "outcomes" VALUES(1,3,'projected','9d72991f40a4','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,5,0.8]],null]]');
INSERT INTO "outcomes" VALUES(1,4,'projected','9d72991f40a4','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,5,0.8]],null]]');
INSERT INTO "outcomes" VALUES(1,5,'skipped','389595a44dc9','"the source has no tags"');
INSERT INTO "outcomes" VALUES(2,1,'projected','9d72991f40a4','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,5,0.8]],null]]');
INSERT INTO "outcomes" VALUES(2,2,'projected','7db1eb7fa0be','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,4,0.8]],null]]');
INSERT INTO "outcomes" VALUES(2,3,'failed','5d28a90f4498','"broke"');
INSERT INTO "outcomes" VALUES(2,4,'projected','9d72991f40a4','[[0,1,"PER",[[0,1,0.9]],null],[3,5,"LOC",[[3,5,0.8]],null]]');
INSERT INTO "outcomes" VALUES(2,5,'skipped','389595a44dc9','"the source has no tags"');
CREATE TABLE pairs (
	project_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	pair_id TEXT NOT NULL, 
	source_length INTEGER NOT NULL, 
	target_length INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (project_id, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE, 
	CONSTRAINT uq_pairs_pair_id UNIQUE (project_id, pair_id)
)
 WITHOUT ROWID

;
INSERT INTO "pairs" VALUES(1,1,'p1',5,6,'{"s":["en",["Anna","lives","in","New","York"],[[0,1,"PER"],[3,5,"LOC"]]],"t":["es",["Ana","vive","en","Nueva","York","."],[[0,1,"PER"],[3,5,"LOC"]]]}');
INSERT INTO "pairs" VALUES(1,2,'p2',5,6,'{"s":["en",["Anna","lives","in","New","York"],[[0,1,"PER"],[3,5,"LOC"]]],"t":["es",["Ana","vive","en","Nueva","York","."],null]}');
INSERT INTO "pairs" VALUES(1,3,'p3',5,6,'{"s":["en",["Anna","lives","in","New","York"],[[0,1,"PER"],[3,5,"LOC"]]],"t":["es",["Ana","vive","en","Nueva","York","."],null]}');
INSERT INTO "pairs" VALUES(1,4,'p4',5,6,'{"s":["en",["Anna","lives","in","New","York"],[[0,1,"PER"],[3,5,"LOC"]]],"t":["es",["Ana","vive","en","Nueva","York","."],null]}');
INSERT INTO "pairs" VALUES(1,5,'p5',5,6,'{"s":["en",["Anna","lives","in","New","York"],null],"t":["es",["Ana","vive","en","Nueva","York","."],null]}');
CREATE TABLE people (
	project_id INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (project_id, person), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "people" VALUES(1,'ann',2);
CREATE TABLE projects (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	created TEXT NOT NULL, 
	labels TEXT NOT NULL, 
	languages TEXT NOT NULL, 
	pairs INTEGER NOT NULL, 
	base TEXT NOT NULL, 
	aligner TEXT NOT NULL, signals TEXT DEFAULT '' NOT NULL, extras TEXT DEFAULT '' NOT NULL, settings TEXT DEFAULT '' NOT NULL, 
	UNIQUE (name)
);
INSERT INTO "projects" VALUES(1,'kept','2026-11-22T20:13:32.726+00:00','["PER","LOC"]','[["en","es",5]]',5,'9b25121941701b7e','by hand','k1','{"spans":"by hand"}','');
CREATE TABLE refusals (
	project_id INTEGER NOT NULL, 
	client TEXT NOT NULL, 
	client_seq BIGINT NOT NULL, 
	message TEXT NOT NULL, body TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (project_id, client, client_seq), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE releases (
	project_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	time TEXT NOT NULL, 
	person TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	manifest TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (project_id, name), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE TABLE revisions (
	project_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	time TEXT NOT NULL, 
	person TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	pair TEXT NOT NULL, 
	outcomes TEXT NOT NULL, 
	PRIMARY KEY (project_id, position, revision), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE TABLE signals (
	project_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	suspicion FLOAT NOT NULL, 
	disagreement FLOAT NOT NULL, 
	margin FLOAT, 
	score FLOAT, 
	decisions INTEGER NOT NULL, 
	reasons TEXT NOT NULL, 
	body TEXT NOT NULL, gain FLOAT, 
	PRIMARY KEY (project_id, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "signals" VALUES(1,1,0.5,0.0,NULL,0.75,2,'','[]',0.25);
INSERT INTO "signals" VALUES(1,2,0.5,0.0,NULL,0.75,2,'','[]',0.25);
INSERT INTO "signals" VALUES(1,3,0.5,0.0,NULL,0.75,2,'','[]',0.25);
INSERT INTO "signals" VALUES(1,4,0.5,0.0,NULL,0.75,2,'','[]',0.25);
INSERT INTO "signals" VALUES(1,5,0.5,0.0,NULL,0.75,2,'','[]',0.25);
CREATE TABLE stale (
	project_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	track TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	settled BOOLEAN NOT NULL, 
	PRIMARY KEY (project_id, number), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE TABLE states (
	project_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	labels TEXT NOT NULL, 
	disagreement BOOLEAN NOT NULL, 
	base TEXT NOT NULL, origin TEXT DEFAULT '' NOT NULL, snapshot TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (project_id, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "states" VALUES(1,1,'done',1,' LOC PER ',0,'9b25121941701b7e','','[1,"done",[["s0",0,1,"PER","accepted",null],["s1",3,5,"LOC","accepted",null]],[["s0.0",0,1,"PER","accepted","s0"],["s1.0",3,5,"LOC","accepted","s1"]],[1]]');
INSERT INTO "states" VALUES(1,2,'in-progress',1,' LOC ORG PER ',1,'9b25121941701b7e','','[1,"in-progress",[["s0",0,1,"PER","unreviewed",null],["s1",3,5,"LOC","unreviewed",null]],[["s0.0",0,2,"ORG","corrected","s0"],["s1.0",3,5,"LOC","unreviewed","s1"]],[2]]');
INSERT INTO "states" VALUES(1,3,'unreviewed',2,' LOC PER ',1,'9b25121941701b7e','','[1,"unreviewed",[["s0",0,1,"PER","unreviewed",null],["s1",3,5,"LOC","unreviewed",null]],[["s0.0",0,1,"PER","unreviewed","s0"],["s1.0",3,5,"LOC","unreviewed","s1"]],[]]');
INSERT INTO "states" VALUES(1,4,'in-progress',2,' LOC PER ',0,'9b25121941701b7e','','[1,"in-progress",[["s0",0,1,"PER","unreviewed",null],["s1",3,5,"LOC","unreviewed",null]],[["s0.0",0,1,"PER","accepted","s0"],["s1.0",3,5,"LOC","unreviewed","s1"]],[5,6]]');
INSERT INTO "states" VALUES(1,5,'unreviewed',0,'',0,'','','');
CREATE TABLE texts (
	project_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	keys TEXT NOT NULL, 
	PRIMARY KEY (project_id, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "texts" VALUES(1,1,'p1
anna lives in new york
ana vive en nueva york .');
INSERT INTO "texts" VALUES(1,2,'p2
anna lives in new york
ana vive en nueva york .');
INSERT INTO "texts" VALUES(1,3,'p3
anna lives in new york
ana vive en nueva york .');
INSERT INTO "texts" VALUES(1,4,'p4
anna lives in new york
ana vive en nueva york .');
INSERT INTO "texts" VALUES(1,5,'p5
anna lives in new york
ana vive en nueva york .');
CREATE TABLE tracks (
	project_id INTEGER NOT NULL, 
	track TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	labels TEXT NOT NULL, 
	base TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	forked INTEGER NOT NULL, 
	snapshot TEXT NOT NULL, 
	PRIMARY KEY (project_id, track, position), 
	FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_states_status ON states (project_id, status, position);
CREATE INDEX ix_states_disagreement ON states (project_id, disagreement, position);
CREATE INDEX ix_decisions_position ON decisions (project_id, position, seq);
CREATE INDEX ix_decisions_person ON decisions (project_id, person, target, in_force, seq);
CREATE INDEX ix_jobs_project ON jobs (project_id, id);
CREATE INDEX ix_decisions_act ON decisions (project_id, act, seq);
CREATE INDEX ix_decisions_track ON decisions (project_id, track, seq);
CREATE INDEX ix_tracks_position ON tracks (project_id, position);
CREATE INDEX ix_assignments_position ON assignments (project_id, position);
CREATE INDEX ix_stale_settled ON stale (project_id, settled, position);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('projects',1);
INSERT INTO "sqlite_sequence" VALUES('layers',2);
COMMIT;
