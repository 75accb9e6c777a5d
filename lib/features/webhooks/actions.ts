'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { removeWebhookIn, renewWebhookIn } from './change-webhook.ts'
import { changeWebhookSchema } from './schema.ts'

/** Gives a repository a webhook, or its webhook another secret, which is told this once. */
export const renewWebhook = defineAction({
  name: 'webhooks.renew',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: changeWebhookSchema,
  run: ({ work, scope }, input) => renewWebhookIn(work, scope, input),
})

/** Removes a repository's webhook. */
export const removeWebhook = defineAction({
  name: 'webhooks.remove',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: changeWebhookSchema,
  run: ({ work, scope }, input) => removeWebhookIn(work, scope, input),
})
