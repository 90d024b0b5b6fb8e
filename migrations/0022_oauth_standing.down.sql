drop view oauth_standing;
