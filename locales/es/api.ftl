## La API: qué falla en una petición, para quienes programan

api-not-found = No hay nada en esta dirección
api-method-not-allowed = Esta dirección no admite este método. La cabecera Allow indica los que admite
api-bad-request = No se puede leer la petición
api-malformed-json = El cuerpo no es un objeto JSON, o contiene un carácter que no se puede guardar
api-unsupported-media-type = Envía el cuerpo como application/json
api-payload-too-large = El cuerpo es mayor de lo que admite esta dirección
api-cross-site = Esta petición se envió desde la página de otro sitio
api-validation-failed = Hay campos que corregir. Están en errors
api-too-many-attempts =
    { $number ->
        [one] Demasiados intentos. Espera 1 segundo y vuelve a intentarlo
       *[other] Demasiados intentos. Espera { $number } segundos y vuelve a intentarlo
    }
api-api-key-invalid = La cabecera X-API-Key no contiene la clave maestra
api-token-invalid = El token falta, no es correcto o ha caducado
api-site-protected = Este sitio está protegido. Pon protected en false antes de eliminarlo
api-busy = Mucha gente está accediendo. Vuelve a intentarlo en un momento
api-unavailable = No se puede acceder a la base de datos. Vuelve a intentarlo en un momento
api-timeout = Ha tardado demasiado. Vuelve a intentarlo en un momento
api-request-timeout = El cuerpo ha llegado demasiado despacio, así que no se ha hecho nada. Envíalo otra vez
api-internal = Algo ha fallado aquí y lo hemos anotado
api-field-missing = Este campo es obligatorio
api-field-repeated = Este campo está repetido
api-field-unknown = Este campo no existe
api-field-malformed = Este valor no encaja en el campo
problem-settings-signup-missing = Indica al menos un dominio
problem-settings-signup-malformed = Entrada { $number }: escribe un dominio, por ejemplo acme.example
problem-settings-signup-too-long = Indica como máximo { $number } dominios
problem-settings-password-minimum-out-of-range = Usa un número de 8 a 64
problem-settings-languages-unknown = Elige entre los idiomas del portal
problem-settings-allowed-origins-malformed = Indica orígenes, por ejemplo https://app.acme.example, sin ruta
problem-settings-allowed-origins-too-long = Indica como máximo { $number } orígenes
problem-settings-support-url-malformed = Escribe una dirección que empiece por https://
problem-settings-privacy-url-malformed = Escribe una dirección que empiece por https://
problem-settings-terms-url-malformed = Escribe una dirección que empiece por https://
problem-settings-terms-version-missing = Escribe una versión, por ejemplo 2026-11
problem-settings-terms-version-unusable = Usa una versión de hasta 100 caracteres en una sola línea
problem-page-out-of-range = Usa una página de 1 a { $number }
problem-per-page-out-of-range = Usa un número de 1 a { $number }

## La descripción de la API, una página para quienes programan

docs-title = API
docs-contents = Contenido
docs-parameters = Parámetros
docs-request = Petición
docs-answers = Respuestas
docs-fields = campos
docs-field = Campo
docs-kind = Tipo
docs-meaning = Significado
docs-required = obligatorio
docs-example = Ejemplo
docs-codes = Códigos de los problemas
api-token-reused = Este token de renovación ya se usó, así que su sesión se cerró. Inicia sesión de nuevo.
api-invalid-credentials = El correo o la contraseña no son correctos.
api-email-unverified = La dirección de esta cuenta aún no está confirmada. Usa el correo que se le envió.
api-account-inactive = Esta cuenta no puede iniciar sesión. Pregunta a quienes llevan este sitio.
api-letter-settled = Esta carta ya salió, se enviará pronto de todos modos o es demasiado antigua para enviarla de nuevo.
api-signup-closed = Este sitio no admite registros de este tipo.
event-token-reused = Se cerró una sesión tuya porque se usó una copia de ella
