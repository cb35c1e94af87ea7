import { z } from 'zod'

// zod compiles schemas with `new Function` unless told not to, and the content security policy forbids that in browsers.
z.config({ jitless: true })

export { z }
