/** Rows of webhooks as the console shows them; every where names the DevOps project. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { env } from '#lib/config/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { OUTCOMES, type LastDelivery, type Outcome, type WebhookState } from './types.ts'

/** The address as seen from outside: never from what a request says of its host. */
export const webhookUrl = (id: string): string => new URL(`/api/webhooks/${id}`, env().NEXTAUTH_URL).toString()

const toOutcome = (text: string): Outcome => OUTCOMES.find((known) => known === text) ?? 'ignored'

type LastColumns = {
  lastAt: Date | null
  lastOutcome: string
  lastEvent: string
  lastRef: string
  lastCount: number
}

const toLast = ({ lastAt, lastOutcome, lastEvent, lastRef, lastCount }: LastColumns): LastDelivery | null =>
  lastAt && {
    ...{ at: lastAt.toISOString(), outcome: toOutcome(lastOutcome) },
    ...{ event: lastEvent, ref: lastRef, count: lastCount },
  }

/** The webhook of a repository, without its secret. Throws NOT_FOUND where there is no such repository. */
export async function findWebhook({ devopsProjectId }: DevopsScope, name: string): Promise<WebhookState> {
  const row = await db.codeRepository.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: { webhook: { omit: { secret: true } } },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const { webhook } = row
  if (!webhook) return { webhook: null }
  const { id, version, secretAt, secretBy, lastAt, refusedAt } = webhook
  const isNews = refusedAt !== null && refusedAt > (lastAt ?? secretAt)
  return {
    webhook: {
      ...{ url: webhookUrl(id), version, secretAt: secretAt.toISOString(), secretBy, last: toLast(webhook) },
      refusedAt: isNews ? refusedAt.toISOString() : null,
    },
  }
}
