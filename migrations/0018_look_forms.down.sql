alter table looks drop column form;
