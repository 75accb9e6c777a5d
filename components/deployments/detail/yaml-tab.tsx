'use client'
import { Download, FileCode2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Panel, PanelHeader } from '#components/ui/panel.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import type { DeploymentYaml } from '#lib/features/deployments/types.ts'
import { yamlApi, type DevopsPlace } from '../urls.ts'
import { downloadText, yamlFileName } from '../yaml/download.ts'
import { YamlEditor } from '../yaml/yaml-editor.tsx'

/** The deployment as an Argo CD Application, to read; editing opens its dialog. */
export function YamlTab({ place, name, onEdit }: { place: DevopsPlace; name: string; onEdit: () => void }) {
  const t = useTranslations('deployments')
  const loading = useTranslations('common.list')('loading')
  const { data, error, refresh } = useRemote<DeploymentYaml>('deployments', yamlApi(place, name))
  return (
    <Panel>
      <PanelHeader
        title={t('yaml.title')}
        actions={
          data === undefined ? null : (
            <>
              <CopyButton text={data.yaml} what="YAML" />
              <Button size="sm" icon={Download} onClick={() => downloadText(yamlFileName(name), data.yaml)}>
                {t('yaml.download')}
              </Button>
              <Can permission="devops.deployments.manage">
                <Button size="sm" icon={FileCode2} onClick={onEdit}>
                  {t('acts.editYaml')}
                </Button>
              </Can>
            </>
          )
        }
      />
      {data !== undefined ? (
        <YamlEditor value={data.yaml} className="h-[60dvh] rounded-none border-0" />
      ) : error === null ? (
        <LoadingRows rows={8} label={loading} />
      ) : (
        <FailureView failure={error} onRetry={refresh} size="panel" />
      )}
    </Panel>
  )
}
