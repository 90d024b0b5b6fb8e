## Problemas: qué falla en un formulario y cómo arreglarlo

problem-email-missing = Escribe tu correo electrónico
problem-email-malformed = Escribe un correo con la forma nombre@ejemplo.com
problem-email-too-long = Usa un correo de { $number } caracteres como máximo
problem-email-long-local-part = Usa un correo con { $number } caracteres como máximo antes de la @
problem-email-misspelt = Comprueba cómo has escrito tu correo. Si está bien, envía el formulario otra vez
problem-email-not-allowed = Usa el correo de tu organización. Este sitio solo admite ciertas direcciones
problem-new-email-missing = Escribe tu correo nuevo
problem-new-email-malformed = Escribe un correo con la forma nombre@ejemplo.com
problem-new-email-too-long = Usa un correo de { $number } caracteres como máximo
problem-new-email-long-local-part = Usa un correo con { $number } caracteres como máximo antes de la @
problem-new-email-not-allowed = Usa el correo de tu organización. Este sitio solo admite ciertas direcciones
problem-new-email-same = Este ya es tu correo. Escribe uno distinto
problem-username-malformed = Usa letras de la «a» a la «z», números, puntos, guiones y guiones bajos, con una letra o un número en los dos extremos
problem-username-too-short =
    { $number ->
        [one] Usa un nombre de usuario de al menos 1 carácter
       *[other] Usa un nombre de usuario de al menos { $number } caracteres
    }
problem-username-too-long =
    { $number ->
        [one] Usa un nombre de usuario de 1 carácter
       *[other] Usa un nombre de usuario de hasta { $number } caracteres
    }
problem-username-taken = Otra cuenta ya tiene este nombre de usuario. Elige uno distinto
problem-time-zone-unknown = Elige una zona horaria de la lista
problem-taken = Esta dirección ya es de otra cuenta. Inicia sesión en ella o elige una dirección distinta
problem-password-missing = Escribe una contraseña
problem-password-too-short =
    { $number ->
        [one] Usa una contraseña de al menos 1 carácter
       *[other] Usa una contraseña de al menos { $number } caracteres
    }
problem-password-too-long = Usa una contraseña más corta. Puede ocupar hasta { $number } bytes
problem-password-common = Elige otra contraseña. Esta, o una muy parecida, aparece en listas de contraseñas filtradas
problem-password-context = Elige una contraseña que no contenga tu correo ni el nombre de este sitio
problem-password-unusable = Escribe la contraseña otra vez. Contiene un carácter que no se puede usar
problem-name-too-long =
    { $number ->
        [one] Usa un nombre de 1 carácter
       *[other] Usa un nombre de hasta { $number } caracteres
    }
problem-name-unusable = Usa un nombre sin enlaces ni caracteres ocultos
problem-terms-missing = Marca la casilla para aceptar las condiciones
problem-code-missing = Escribe el código del mensaje
problem-code-malformed = El código son 6 números
problem-code-wrong = No es el código del último mensaje. Comprueba los números y escríbelos otra vez
problem-code-expired = Este código ya no sirve. Pide uno nuevo más abajo
problem-wrong-credentials = El correo o la contraseña no son correctos. Comprueba los dos e inténtalo otra vez
problem-email-missing-username = Escribe tu correo o tu nombre de usuario
problem-email-malformed-username = Escribe tu correo con la forma nombre@ejemplo.com, o tu nombre de usuario
problem-wrong-credentials-username = El correo, el nombre de usuario o la contraseña no son correctos. Compruébalos e inténtalo otra vez
problem-too-many-attempts =
    { $number ->
        [one] Demasiados intentos. Espera 1 minuto e inténtalo otra vez, o pide ayuda a quienes gestionan este sitio
       *[other] Demasiados intentos. Espera { $number } minutos e inténtalo otra vez, o pide ayuda a quienes gestionan este sitio
    }
problem-too-many-attempts-hours = Demasiados intentos. Espera { $number } horas e inténtalo otra vez, o pide ayuda a quienes gestionan este sitio
problem-resend-too-soon =
    { $number ->
        [one] El último mensaje aún está en camino. Puedes pedir otro dentro de 1 segundo
       *[other] El último mensaje aún está en camino. Puedes pedir otro dentro de { $number } segundos
    }
problem-mail-limit = Hemos enviado varios mensajes a esta dirección. Mira en la carpeta de correo no deseado o pide otro dentro de una hora

## Formularios del operador
problem-name-missing = Escribe un nombre
problem-slug-malformed = Usa de 1 a 63 letras minúsculas, números y guiones, por ejemplo acme-cycles
problem-slug-taken = Otro sitio ya tiene este nombre corto. Elige uno distinto
problem-address-malformed = Escribe una dirección IP, por ejemplo 192.0.2.10
problem-from-malformed = Escribe el primer día como en 2026-01-31
problem-to-malformed = Escribe el último día como en 2026-01-31
problem-domain-malformed = Escribe un dominio, por ejemplo acme.example
problem-domain-taken = Otro sitio ya tiene este dominio. Elige uno distinto
problem-frontend-url-malformed = Escribe la dirección completa de la aplicación web, por ejemplo https://acme.example
problem-login-host-malformed = Escribe un nombre de host, por ejemplo login.acme.example, distinto del propio del portal
problem-login-host-taken = Otro sitio ya tiene este host de acceso. Elige uno distinto
problem-email-from-malformed = Escribe el correo del remitente con el formato nombre@example.com
problem-email-from-name-missing = Escribe el nombre del remitente
problem-email-from-name-too-long = Usa un nombre de remitente de { $number } caracteres como máximo
problem-email-from-name-unusable = Usa un nombre de remitente en una sola línea, sin caracteres ocultos
problem-email-taken = Ya existe una cuenta con este correo
problem-theme-unknown = Elige uno de los temas instalados
problem-locale-unknown = Elige uno de los idiomas del portal
