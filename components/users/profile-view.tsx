'use client'
import { useLocale, useTranslations } from 'use-intl/react'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ownName, useChooseLanguage } from '#components/shell/language-menu.tsx'
import { OwnSignInPanel } from '#components/single-sign-on/own-sign-in-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Fact, Facts, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import type { OwnSignIn } from '#lib/features/single-sign-on/types.ts'
import type { OwnSession, SessionView } from '#lib/features/users/types.ts'
import { LOCALES, type Locale } from '#lib/i18n/locales.ts'
import { ChangePasswordForm } from './change-password-form.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

type Props = { session: SessionView; sessions: readonly OwnSession[]; signIn: OwnSignIn }

/** A person's own page: who they are, how they sign in, where they are signed in. */
export function ProfileView({ session, sessions, signIn }: Props) {
  const t = useTranslations('users.profile')
  const roles = useTranslations('shell.user.roles')
  return (
    <div className="grid gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <Panel>
        <PanelHeader title={t('facts')} />
        <Facts className="p-4">
          <Fact label={t('username')}>
            <span className="anywhere">{session.username}</span>
          </Fact>
          <Fact label={t('email')}>
            <span className="anywhere">{session.email}</span>
          </Fact>
          <Fact label={t('role')}>{roles(session.platformRole)}</Fact>
        </Facts>
        <p className="px-4 pb-4 text-xs text-fg-3">{t('factsHint')}</p>
        <div className="max-w-64 px-4 pb-4">
          <LanguageField />
        </div>
      </Panel>
      <OwnSignInPanel {...signIn} />
      {signIn.hasPassword ? (
        <Panel>
          <PanelHeader title={t('password.title')} />
          <ChangePasswordForm username={session.username} email={session.email} />
        </Panel>
      ) : null}
      <SessionsPanel sessions={sessions} />
    </div>
  )
}

function LanguageField() {
  const t = useTranslations('users.profile')
  const locale = useLocale()
  const choose = useChooseLanguage()
  return (
    <Field label={t('language')}>
      {(control) => (
        <Select
          {...control}
          value={locale}
          options={LOCALES.map((value) => ({ value, label: ownName(value) }))}
          onValue={(value) => choose(value as Locale)}
        />
      )}
    </Field>
  )
}
