-- Which open form wrote a draft last. It goes on writing what is its own, while another one that has been open since before does
-- not write over it unseen. A draft that was written by other means is of no form.
alter table looks add column form uuid;
