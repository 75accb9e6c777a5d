/** The tutorial on the demonstration that `npm start` brings. */
import { test } from './support/fixtures.ts'
import { sampleRepositoryUrl } from './support/installation.ts'
import { followTutorial } from './support/tutorial.ts'

test('the tutorial, from log-in to deletion', ({ page, logIn, picture }) =>
  followTutorial({ page, logIn, picture }, sampleRepositoryUrl()))
