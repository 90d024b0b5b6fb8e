drop table signups;
