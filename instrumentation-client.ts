/** Runs before any other code of the browser: schemas must not try `eval`, which the Content-Security-Policy refuses and reports. */
import { z } from 'zod'

z.config({ jitless: true })
