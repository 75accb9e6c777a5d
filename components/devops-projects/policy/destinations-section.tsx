'use client'
import { useTranslations } from 'use-intl/react'
import { FormSection } from '#components/deployments/create/form-section.tsx'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import type { PolicyView } from '#lib/features/devops-projects/types.ts'
import { chosenOn, isEmpty, withPlace, type Destination, type PolicyDraft } from './draft.ts'

export type SectionProps = {
  draft: PolicyDraft
  onDraft: (draft: PolicyDraft) => void
  errorAt: (path: string) => string | undefined
}

/** Where deployments may go: everywhere in the workspace, or where one ticks. */
export function DestinationsSection({ draft, onDraft, places }: SectionProps & Pick<PolicyView, 'places'>) {
  const t = useTranslations('tenancy.policy')
  const gone = draft.destinations
    .filter(({ cluster }) => !places.some((place) => place.cluster === cluster))
    .map(({ cluster }) => ({ cluster, alias: '', projects: [] }))
  return (
    <FormSection title={t('destinations')} lead={t('destinationsText')}>
      <RadioCards
        legend={t('destinations')}
        legendHidden
        columns={2}
        value={draft.isLimited ? 'some' : 'all'}
        onValue={(value) => onDraft({ ...draft, isLimited: value === 'some' })}
        cards={(['all', 'some'] as const).map((value) => ({ value, title: t(value), description: t(`${value}Text`) }))}
      />
      {draft.isLimited ? (
        <div className="mt-4 grid gap-4">
          {[...places, ...gone].map((place) => (
            <Place
              key={place.cluster}
              place={place}
              chosen={chosenOn(draft, place.cluster)}
              onChosen={(namespaces) => onDraft(withPlace(draft, place.cluster, namespaces))}
            />
          ))}
          {isEmpty(draft) ? (
            <p role="status" className="text-xs text-bad">
              {t('needOne')}
            </p>
          ) : null}
        </div>
      ) : null}
    </FormSection>
  )
}

type PlaceProps = {
  place: PolicyView['places'][number]
  chosen: Destination['namespaces']
  onChosen: (chosen: Destination['namespaces']) => void
}

function Place({ place, chosen, onChosen }: PlaceProps) {
  const t = useTranslations('tenancy.policy')
  const { cluster, alias, projects } = place
  const named = chosen === '*' ? [] : chosen
  const gone = named.filter((name) => !projects.some((project) => project.name === name))
  const toggle = (name: string, isChosen: boolean) =>
    onChosen(isChosen ? [...named, name] : named.filter((other) => other !== name))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-semibold">{alias ? `${cluster} (${alias})` : cluster}</legend>
      <div className="grid gap-2">
        <OptionCheckbox
          title={t('wholeCluster', { cluster })}
          checked={chosen === '*'}
          onChecked={(isChosen) => onChosen(isChosen ? '*' : [])}
        />
        {chosen === '*' ? null : (
          <div className="ml-6 grid gap-2 sm:grid-cols-2">
            {projects.map(({ name, alias: other }) => (
              <OptionCheckbox
                key={name}
                title={other ? `${name} (${other})` : name}
                checked={named.includes(name)}
                onChecked={(isChosen) => toggle(name, isChosen)}
              />
            ))}
            {gone.map((name) => (
              <OptionCheckbox key={name} title={t('stray', { name })} checked onChecked={() => toggle(name, false)} />
            ))}
            {projects.length + gone.length === 0 ? <p className="text-xs text-fg-2">{t('noProjects')}</p> : null}
          </div>
        )}
      </div>
    </fieldset>
  )
}
