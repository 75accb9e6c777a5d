/** Somebody who may only look. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { installation } from './installation.ts'

export const VIEWER = 'only-viewer'

/** Makes the viewer of the demonstration's projects unless there is one. */
export const addViewer = (): void => {
  const { dataDir, password } = installation()
  execFileSync(process.execPath, [join(import.meta.dirname, 'add-viewer.ts'), dataDir, VIEWER, password], {
    stdio: 'inherit',
  })
}
