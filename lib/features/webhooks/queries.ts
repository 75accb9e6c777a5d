import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { webhookRefSchema } from './schema.ts'
import { findWebhook } from './webhook.ts'

/** Address and last delivery of a repository's webhook; never its secret. */
export const getWebhook = defineQuery({
  name: 'webhooks.get',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: webhookRefSchema,
  run: ({ scope }, { name }) => findWebhook(scope, name),
})
