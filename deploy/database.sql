-- What a new database server is told: a role for the app that owns its database and has no other rights. The superuser
-- keeps no password, so that nobody can be it over the network.
\getenv password POSTGRES_PASSWORD
CREATE ROLE crossover LOGIN PASSWORD :'password';
CREATE DATABASE crossover OWNER crossover;
REVOKE ALL ON DATABASE crossover, postgres, template1 FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
