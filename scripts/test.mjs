#!/usr/bin/env node
// @ts-check
/** `npm test`. Arguments are passed on (`npm test -- --only unit`). */
import { runUnderPinnedNode } from './bootstrap/pinned.mjs'

await runUnderPinnedNode('scripts/test/run.ts')
