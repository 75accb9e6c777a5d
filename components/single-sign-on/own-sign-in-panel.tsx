'use client'
import { KeyRound, Link2, LogIn } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Fact, Facts, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { linkOwnIdentity, unlinkOwnIdentity } from '#lib/features/single-sign-on/actions.ts'
import type { OwnIdentity, OwnSignIn, SignInChoice } from '#lib/features/single-sign-on/types.ts'

/** How the person signs in: password, accounts at providers, and which others they may link. Absent where there is only a password. */
export function OwnSignInPanel({ hasPassword, identities, others }: OwnSignIn) {
  const t = useTranslations('singleSignOn.own')
  if (identities.length === 0 && others.length === 0) return null
  return (
    <Panel>
      <PanelHeader
        title={t('title')}
        actions={others.map((choice) => (
          <LinkOwn key={choice.name} choice={choice} />
        ))}
      />
      <ul>
        <li className="flex items-center gap-2 border-b border-line px-4 py-3 text-sm last:border-b-0">
          <Icon as={KeyRound} className="text-fg-3" />
          <span className="font-medium">{t('password')}</span>
          <span className="text-fg-2">{hasPassword ? t('hasPassword') : t('noPassword')}</span>
        </li>
        {identities.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} removable={hasPassword || identities.length > 1} />
        ))}
      </ul>
    </Panel>
  )
}

function LinkOwn({ choice: { name, displayName } }: { choice: SignInChoice }) {
  const t = useTranslations('singleSignOn.own')
  const { run, pending, error } = useAction(linkOwnIdentity, ({ url }) => window.location.assign(url))
  return (
    <>
      <FailureNotice failure={error} />
      <Button icon={Link2} busy={pending} onClick={() => void run({ provider: name })}>
        {t('link', { name: displayName })}
      </Button>
    </>
  )
}

/** `removable`: something else lets the person in. */
type RowProps = { identity: OwnIdentity; removable: boolean }

function IdentityRow({ identity: { id, displayName, subject, lastLoginAt }, removable }: RowProps) {
  const t = useTranslations('singleSignOn.own')
  const { run, pending, error } = useAction(unlinkOwnIdentity, () =>
    toast({ tone: 'success', title: t('unlinked', { name: displayName }) }),
  )
  return (
    <li className="grid gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <p className="flex items-center gap-2 text-sm font-medium">
            <Icon as={LogIn} className="text-fg-3" />
            <span className="min-w-0 truncate">{displayName}</span>
          </p>
          <Facts className="mt-2 wide:grid-cols-3">
            <Fact label={t('subject')}>
              <span className="font-mono anywhere">{subject}</span>
            </Fact>
            <Fact label={t('lastLoginAt')}>
              <TimeText at={lastLoginAt} empty={t('never')} />
            </Fact>
          </Facts>
        </div>
        {removable ? (
          <Button busy={pending} onClick={() => void run({ id })} aria-label={t('unlinkOne', { name: displayName })}>
            {t('unlink')}
          </Button>
        ) : null}
      </div>
      <FailureNotice failure={error} />
    </li>
  )
}
