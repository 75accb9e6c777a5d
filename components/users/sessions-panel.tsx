'use client'
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Fact, Facts, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { endSessionAction, signOutEverywhereAction } from '#lib/features/users/actions.ts'
import type { OwnSession } from '#lib/features/users/types.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { browserName } from './browser-name.ts'

/** Where the person is signed in; each other place can be ended, and all at once. */
export function SessionsPanel({ sessions }: { sessions: readonly OwnSession[] }) {
  const t = useTranslations('users.profile.sessions')
  const [asking, setAsking] = useState(false)
  return (
    <Panel>
      <PanelHeader
        title={t('title')}
        count={sessions.length}
        actions={
          <Button icon={LogOut} onClick={() => setAsking(true)}>
            {t('endAll')}
          </Button>
        }
      />
      <ul>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {asking ? <EndAllDialog onClose={() => setAsking(false)} /> : null}
    </Panel>
  )
}

function SessionRow({ session }: { session: OwnSession }) {
  const t = useTranslations()
  const { run, pending } = useAction(endSessionAction)
  const name = browserName(session.userAgent) ?? t('users.profile.sessions.unknownBrowser')
  const end = async () => {
    const result = await run({ sessionId: session.id })
    if (result.ok) return toast({ tone: 'success', title: t('users.profile.sessions.ended', { name }) })
    const words = describeError(result.error, t)
    return toast({ tone: 'failure', title: words.title, text: words.text, requestId: words.requestId })
  }
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-80">
        <p className="flex items-center gap-2 text-sm font-medium">
          <span className="min-w-0 truncate" title={session.userAgent}>
            {name}
          </span>
          {session.current ? <Badge tone="accent">{t('users.profile.sessions.current')}</Badge> : null}
        </p>
        <Facts className="mt-2 wide:grid-cols-3">
          <Fact label={t('users.profile.sessions.address')}>
            <span className="font-mono anywhere">{session.address}</span>
          </Fact>
          <Fact label={t('users.profile.sessions.startedAt')}>
            <TimeText at={session.startedAt} />
          </Fact>
          <Fact label={t('users.profile.sessions.seenAt')}>
            <TimeText at={session.seenAt} />
          </Fact>
        </Facts>
      </div>
      {session.current ? null : (
        <Button busy={pending} onClick={() => void end()} aria-label={t('users.profile.sessions.endOne', { name })}>
          {t('users.profile.sessions.end')}
        </Button>
      )}
    </li>
  )
}

function EndAllDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('users.profile.sessions')
  // A full load: nothing of the person stays in the memory of the page.
  const { run, pending, error } = useAction(signOutEverywhereAction, ({ next }) => window.location.assign(next))
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('endAll')}
      submitLabel={t('endAll')}
      submitIcon={LogOut}
      tone="danger"
      pending={pending}
      failure={error}
      onConfirm={() => void run({})}
    >
      <p>{t('endAllText')}</p>
    </ConfirmDialog>
  )
}
