drop table oauth_assertions, oauth_grants, oauth_requests, oauth_consents, oauth_client_secrets, oauth_clients;
