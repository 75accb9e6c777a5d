'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { downloadText } from '#components/deployments/yaml/download.ts'
import { YamlEditor } from '#components/deployments/yaml/yaml-editor.tsx'
import { Banner } from '#components/patterns/banner.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { FieldManager, ObjectDetail } from '#lib/features/objects/types.ts'
import type { ObjectAccess } from './access.ts'
import { SecretValues } from './secret-values.tsx'

/** The object as the API server has it, without what only machines read. */
export function ManifestTab({ access, detail }: { access: ObjectAccess; detail: ObjectDetail }) {
  const t = useTranslations('objects.manifest')
  const { kind, name } = detail.id
  return (
    <div className="grid gap-4">
      {detail.secretEntries === null ? null : <SecretValues access={access} detail={detail} />}
      {detail.manifestCut ? (
        <Banner tone="info" title={t('cut')}>
          {t('cutText')}
        </Banner>
      ) : null}
      <div>
        <div className="mb-2 flex items-center justify-end gap-2">
          <CopyButton text={detail.manifest} what="YAML" />
          <Button
            size="sm"
            icon={Download}
            onClick={() => downloadText(`${kind.toLowerCase()}-${name}.yaml`, detail.manifest)}
          >
            {t('download')}
          </Button>
        </div>
        <YamlEditor value={detail.manifest} className="h-[52dvh]" />
      </div>
      {detail.fieldManagers.length === 0 ? null : <Managers managers={detail.fieldManagers} />}
    </div>
  )
}

function Managers({ managers }: { managers: readonly FieldManager[] }) {
  const t = useTranslations('objects.manifest')
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer text-fg-2">{t('managers', { count: managers.length })}</summary>
      <ul className="mt-2 grid gap-1">
        {managers.map(({ manager, operation, subresource, at }, index) => (
          <li key={index} className="flex flex-wrap items-center gap-x-3 text-xs text-fg-2">
            <span className="font-mono text-fg anywhere">{manager}</span>
            <span lang="en">{[operation, subresource].filter(Boolean).join(' · ')}</span>
            <TimeText at={at} className="text-xs" />
          </li>
        ))}
      </ul>
    </details>
  )
}
