## Clientes: las aplicaciones en las que entran las personas de un sitio

problem-redirect-uris-missing = Escribe al menos una dirección a la que vuelven las personas
problem-redirect-uris-malformed = Línea { $number }: escribe una dirección completa como https://app.example/callback, en minúsculas y sin el puerto predeterminado
problem-redirect-uris-insecure = Línea { $number }: empieza por https://. Solo http://localhost, http://127.0.0.1 y http://[::1] pueden ir sin él
problem-redirect-uris-not-allowed =
    { $number ->
        [0] En una máquina no entra nadie. Déjalo vacío
       *[other] Línea { $number }: solo las aplicaciones nativas tienen un esquema propio. Empieza por https://
    }
problem-redirect-uris-fragment = Línea { $number }: quita # y todo lo que sigue
problem-redirect-uris-userinfo = Línea { $number }: quita el nombre y la contraseña que van delante del servidor
problem-redirect-uris-wildcard = Línea { $number }: escribe cada dirección completa. Un asterisco no representa nada
problem-redirect-uris-repeated = Línea { $number }: esta dirección ya está en una línea anterior
problem-redirect-uris-too-long = Escribe como máximo { $number } direcciones
problem-post-logout-redirect-uris-malformed = Línea { $number }: escribe una dirección completa como https://app.example/, en minúsculas y sin el puerto predeterminado
problem-post-logout-redirect-uris-insecure = Línea { $number }: empieza por https://. Solo http://localhost, http://127.0.0.1 y http://[::1] pueden ir sin él
problem-post-logout-redirect-uris-not-allowed = Línea { $number }: solo las aplicaciones nativas tienen un esquema propio. Empieza por https://
problem-post-logout-redirect-uris-fragment = Línea { $number }: quita # y todo lo que sigue
problem-post-logout-redirect-uris-userinfo = Línea { $number }: quita el nombre y la contraseña que van delante del servidor
problem-post-logout-redirect-uris-wildcard = Línea { $number }: escribe cada dirección completa. Un asterisco no representa nada
problem-post-logout-redirect-uris-repeated = Línea { $number }: esta dirección ya está en una línea anterior
problem-post-logout-redirect-uris-too-long = Escribe como máximo { $number } direcciones
problem-backchannel-logout-uri-malformed = Escribe una dirección completa como https://app.example/logged-out, en minúsculas y sin el puerto predeterminado
problem-backchannel-logout-uri-insecure = Empieza por https://. Solo una dirección de este equipo puede ir sin él
problem-backchannel-logout-uri-not-allowed = Empieza por https://
problem-backchannel-logout-uri-fragment = Quita # y todo lo que sigue
problem-backchannel-logout-uri-userinfo = Quita el nombre y la contraseña que van delante del servidor
problem-backchannel-logout-uri-wildcard = Escribe la dirección completa. Un asterisco no representa nada
problem-scopes-malformed = Entrada { $number }: un permiso es una palabra, como openid u orders:read
problem-scopes-too-long = Escribe como máximo { $number } permisos
problem-auth-not-allowed = Las aplicaciones en servidores se identifican con un secreto o un par de claves; las de navegadores y dispositivos, no
problem-jwks-missing = Escribe las claves públicas con las que firma la aplicación
problem-jwks-malformed = Escribe un JSON Web Key Set de 1 a 10 claves públicas: un objeto con una lista llamada keys. No incluyas claves privadas
problem-require-pkce-not-allowed = Una aplicación sin secreto siempre necesita PKCE
problem-home-url-malformed = Escribe una dirección que empiece por https://
problem-terms-url-malformed = Escribe una dirección que empiece por https://
problem-privacy-url-malformed = Escribe una dirección que empiece por https://
problem-expires-at-out-of-range = Elige un momento que aún no haya llegado
problem-too-many-secrets = Una aplicación tiene como máximo { $number } secretos. Quita uno antes
event-client-created = Se registró una aplicación
event-client-changed = Se cambió una aplicación
event-client-deleted = Se eliminó una aplicación
event-client-secret-added = Una aplicación recibió otro secreto
event-client-secret-revoked = Se quitó un secreto a una aplicación
