'use client'
import { useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Radio } from '#components/ui/radio-cards.tsx'
import { SCOPES, type Scope, type SyncValues } from './plan-view.ts'

type Props = {
  values: SyncValues
  onChange: (change: Partial<SyncValues>) => void
  /** Whether pruning is ticked: by the person, or as the deployment says. */
  prune: boolean
  /** The deployment itself says force: it cannot be taken back for one run. */
  isForced: boolean
  scope: Scope
  onScope: (scope: Scope) => void
}

/** What holds for this run only. */
export function RunOptions({ values, onChange, prune, isForced, scope, onScope }: Props) {
  const t = useTranslations('deployments.sync')
  return (
    <>
      <ScopeChoice scope={scope} onScope={onScope} />
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-xs text-fg-3">{t('options')}</legend>
        <OptionCheckbox
          title={t('prune')}
          description={t('pruneText')}
          risk={t('pruneRisk')}
          checked={prune}
          onChecked={(checked) => onChange({ prune: checked })}
        />
        <OptionCheckbox
          title={t('applyOnly')}
          description={t('applyOnlyText')}
          checked={values.applyOnly}
          onChecked={(applyOnly) => onChange({ applyOnly })}
        />
        <OptionCheckbox
          title={t('replace')}
          description={t('replaceText')}
          risk={t('replaceRisk')}
          checked={values.replace}
          onChecked={(replace) => onChange({ replace })}
        />
        <OptionCheckbox
          title={t('force')}
          description={t('forceText')}
          risk={t('forceRisk')}
          checked={values.force}
          disabled={isForced}
          onChecked={(force) => onChange({ force })}
        />
      </fieldset>
      <p className="text-xs text-fg-3">{t('footnote')}</p>
    </>
  )
}

function ScopeChoice({ scope, onScope }: Pick<Props, 'scope' | 'onScope'>) {
  const t = useTranslations('deployments.sync')
  const name = useId()
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('scope')}</legend>
      {SCOPES.map((value) => (
        <label key={value} className="flex min-h-6 cursor-pointer items-center gap-2.5 text-sm">
          <Radio name={name} value={value} checked={scope === value} onSelect={() => onScope(value)} />
          {t(`scopes.${value}`)}
        </label>
      ))}
      {scope === 'all' ? null : <p className="text-xs text-fg-2">{t('scopeNote')}</p>}
    </fieldset>
  )
}
