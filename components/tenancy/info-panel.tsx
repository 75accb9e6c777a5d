'use client'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import type { Form } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Fact, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { AliasFields } from './name-fields.tsx'

export type InfoValues = { alias: string; description: string }

type Props = { name: string; form: Form<InfoValues>; mayEdit: boolean }

/** Name, alias and description on a page of settings; only a look for those who may not change them. */
export function InfoPanel({ name, form, mayEdit }: Props) {
  const t = useTranslations('tenancy')
  const { alias, description } = form.values
  const none = <span className="text-fg-3">{t('overview.noValue')}</span>
  return (
    <Panel>
      <PanelHeader title={t('settings.info')} />
      {mayEdit ? (
        <form onSubmit={form.submit} noValidate className="grid max-w-[640px] gap-4 p-4">
          <FailureNotice failure={form.failure} />
          <dl>
            <Fact label={t('fields.name')}>
              <span className="font-mono anywhere">{name}</span>
            </Fact>
          </dl>
          <AliasFields alias={form.field('alias')} description={form.field('description')} />
          <div>
            <Button type="submit" tone="primary" busy={form.pending} blocked={!form.dirty}>
              {t('settings.save')}
            </Button>
          </div>
        </form>
      ) : (
        <dl className="grid gap-4 p-4">
          <Fact label={t('fields.name')}>
            <span className="font-mono anywhere">{name}</span>
          </Fact>
          <Fact label={t('fields.alias')}>{alias || none}</Fact>
          <Fact label={t('fields.description')}>{description || none}</Fact>
        </dl>
      )}
    </Panel>
  )
}
