'use client'
import { useTranslations } from 'use-intl/react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Disclosure } from '#components/ui/disclosure.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import type { FolderListing } from '#lib/features/repositories/types.ts'
import { folderApi, type DevopsPlace } from '../urls.ts'
import { DirectoryOptions } from './directory-options.tsx'
import type { FieldsProps } from './fields.ts'
import { HelmOptions } from './helm-options.tsx'
import { KustomizeOptions } from './kustomize-options.tsx'
import { EMPTY_SPEC, type SpecDraft } from './spec-draft.ts'

type Props = FieldsProps & { place: DevopsPlace; repository: string; revision: string; path: string }

const KINDS = ['auto', 'kustomize', 'helm', 'directory'] as const

const FIELDS = {
  kustomize: [
    ...(['namePrefix', 'nameSuffix', 'kustomizeNamespace', 'images', 'replicas'] as const),
    ...(['commonLabels', 'commonAnnotations', 'components'] as const),
  ],
  helm: [
    ...(['releaseName', 'valueFiles', 'values', 'parameters'] as const),
    ...(['skipCrds', 'ignoreMissingValueFiles'] as const),
  ],
  directory: ['recurse', 'include', 'exclude'],
} as const satisfies Record<string, readonly (keyof SpecDraft)[]>

/** How the folder is read, and what its kind can be told; folded, because most folders need none of it. */
export function KindSection({ place, repository, revision, path, ...fields }: Props) {
  const t = useTranslations('deployments.create.kind')
  const { draft, set, error } = fields
  const url = revision === '' ? null : folderApi(place, repository, revision, path)
  const { data } = useRemote<FolderListing>('git', url)
  const kind = draft.kind === 'auto' ? (data?.kind ?? null) : draft.kind
  const names: readonly (keyof SpecDraft)[] = kind === null ? [] : FIELDS[kind]
  const count = names.filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(EMPTY_SPEC[name])).length
  const found = kind === null ? t('unknown') : t(`names.${kind}`)
  return (
    <div className="mt-3">
      <Disclosure
        title={t('title')}
        summary={count === 0 ? t('untouched', { kind: found }) : t('touched', { kind: found, count })}
        forced={names.some((name) => error(name) !== undefined)}
      >
        <Field label={t('label')} hint={t(`hints.${draft.kind}`)}>
          {(control) => (
            <Select
              {...control}
              value={draft.kind}
              onValue={(next) => set({ kind: KINDS.find((known) => known === next) ?? 'auto' })}
              options={KINDS.map((value) => ({
                value,
                label: value === 'auto' ? t('auto', { kind: found }) : t(`names.${value}`),
              }))}
            />
          )}
        </Field>
        {kind === 'kustomize' ? <KustomizeOptions {...fields} /> : null}
        {kind === 'helm' ? <HelmOptions {...fields} entries={data?.entries ?? []} /> : null}
        {kind === 'directory' ? <DirectoryOptions {...fields} /> : null}
      </Disclosure>
    </div>
  )
}
