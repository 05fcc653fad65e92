SELECT nextval('ids'), nextval('ids');
