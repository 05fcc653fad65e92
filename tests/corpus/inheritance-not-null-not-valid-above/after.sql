-- inherited: constr_child.a
CREATE table constr_parent (a int);
CREATE table constr_child (a int) inherits (constr_parent);
ALTER table constr_parent add not null a not valid;
ALTER table constr_child validate constraint constr_parent_a_not_null;
