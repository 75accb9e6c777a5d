#!/usr/bin/env node
// @ts-check
/** `npm run bench`. Arguments are passed on (`npm run bench -- --only created,commit --n 50`). */
import { runUnderPinnedNode } from './bootstrap/pinned.mjs'

await runUnderPinnedNode('scripts/bench/run.ts')
