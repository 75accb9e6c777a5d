'use client'
import { ArrowLeft, Download, FileDiff, Save, Upload } from 'lucide-react'
import { useId, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { countChanges, diffLines } from '#components/patterns/line-diff.ts'
import { TextDiff } from '#components/patterns/text-diff.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { useSettled } from '#components/patterns/use-settled.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { editDeploymentYaml } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail, DeploymentYaml } from '#lib/features/deployments/types.ts'
import { describeField } from '#lib/i18n/describe.ts'
import { yamlApi, type DevopsPlace } from '../urls.ts'
import { checkText } from './check-text.ts'
import { ConflictNotice } from './conflict-notice.tsx'
import { downloadText, yamlFileName } from './download.ts'
import { FileDrop, useFile } from './file-drop.tsx'
import { ProblemList } from './problem-list.tsx'
import { problemsOf, type YamlProblem } from './problems.ts'
import { useYamlDocument, type YamlDocument } from './use-yaml-document.ts'
import { YamlEditor, type EditorHandle } from './yaml-editor.tsx'

type Props = {
  place: DevopsPlace
  detail: Pick<DeploymentDetail, 'name' | 'cluster' | 'namespace'>
  onClose: () => void
}

/** The deployment as an Argo CD Application, to be edited as text: first the text, then the difference, then it is saved. */
export function YamlDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const { data, error, refresh } = useRemote<DeploymentYaml>('deployments', yamlApi(place, detail.name))
  if (data !== undefined) return <Editing place={place} detail={detail} onClose={onClose} latest={data} />
  return (
    <Dialog
      open
      size="plan"
      onClose={onClose}
      title={t('dialogs.yaml')}
      subtitle={detail.name}
      footer={<Button onClick={onClose}>{common('actions.close')}</Button>}
    >
      {error === null ? (
        <LoadingRows rows={8} label={common('list.loading')} />
      ) : (
        <FailureView failure={error} onRetry={refresh} size="panel" />
      )}
    </Dialog>
  )
}

/** So long after the last letter the text is read again. */
const TYPING_PAUSE_MS = 250

/** What is wrong with the text as it is typed; what the server found wrong counts for the text that it was asked about. */
function useProblems(text: string, place: DevopsPlace, name: string, error: PublicError | null): YamlProblem[] {
  const settled = useSettled(text, TYPING_PAUSE_MS)
  const { devopsProject } = place
  const own = useMemo(() => checkText(settled, { name, devopsProject }), [settled, name, devopsProject])
  return useMemo(() => (own.length > 0 ? own : problemsOf(error)), [own, error])
}

function Editing({ place, detail, onClose, latest }: Props & { latest: DeploymentYaml }) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace } = detail
  const document = useYamlDocument(latest)
  const [comparing, setComparing] = useState(false)
  const [asking, setAsking] = useState(false)
  const { run, pending, error, reset } = useAction(editDeploymentYaml, () => {
    toast({ tone: 'success', title: t('toasts.yamlSaved', { name }) })
    onClose()
  })
  const problems = useProblems(document.text, place, name, error)
  const ready = document.dirty && document.newer === null && problems.length === 0
  const shown = comparing && ready
  const close = () => (document.dirty && !pending ? setAsking(true) : onClose())
  const edit = (text: string) => {
    document.setText(text)
    if (error !== null) reset()
  }
  const file = useFile(edit)
  const save = () =>
    void run({ ...place, name, yaml: document.text, version: document.version }).then((result) =>
      result.ok ? null : setComparing(false),
    )
  return (
    <Dialog
      open
      size="plan"
      firstFocus={shown ? 'dialog' : 'field'}
      onClose={close}
      title={t('dialogs.yaml')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={<Footnote document={document} comparing={shown} problems={problems.length} />}
      footer={
        shown ? (
          <CompareButtons pending={pending} onBack={() => setComparing(false)} onSave={save} />
        ) : (
          <EditButtons
            name={name}
            text={document.text}
            ready={ready}
            onFile={file.choose}
            onClose={close}
            onCompare={() => setComparing(true)}
          />
        )
      }
    >
      {shown ? (
        <TextDiff
          before={document.base}
          after={document.text}
          labels={{ before: t('yaml.savedNow'), after: t('yaml.afterSaving') }}
          className="max-h-[64dvh]"
        />
      ) : (
        <FileDrop file={file}>
          <EditingBody document={document} error={error} problems={problems} onEdit={edit} />
        </FileDrop>
      )}
      <DiscardDialog open={asking} onKeep={() => setAsking(false)} onDiscard={onClose} />
    </Dialog>
  )
}

type FootnoteProps = { document: YamlDocument; comparing: boolean; problems: number }

/** What saving does, or what is in its way. */
function Footnote({ document, comparing, problems }: FootnoteProps) {
  const t = useTranslations('deployments.yaml')
  if (document.newer !== null) return t('newerNote')
  if (comparing) {
    const { added, removed } = countChanges(diffLines(document.base, document.text))
    return `${t('counts', { added, removed })} · ${t('footnote')}`
  }
  if (problems > 0) return t('problemsNote')
  return document.dirty ? t('leaveNote') : t('cleanNote')
}

function CompareButtons({ pending, onBack, onSave }: { pending: boolean; onBack: () => void; onSave: () => void }) {
  const t = useTranslations('deployments.yaml')
  return (
    <>
      <Button icon={ArrowLeft} onClick={onBack}>
        {t('editAgain')}
      </Button>
      <Button tone="primary" icon={Save} busy={pending} onClick={onSave}>
        {t('save')}
      </Button>
    </>
  )
}

type EditButtonsProps = {
  name: string
  text: string
  ready: boolean
  onFile: () => void
  onClose: () => void
  onCompare: () => void
}

function EditButtons({ name, text, ready, onFile, onClose, onCompare }: EditButtonsProps) {
  const t = useTranslations('deployments.yaml')
  const common = useTranslations('common.actions')
  return (
    <>
      <Button icon={Upload} onClick={onFile}>
        {t('upload')}
      </Button>
      <Button icon={Download} onClick={() => downloadText(yamlFileName(name), text)}>
        {t('download')}
      </Button>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button tone="primary" icon={FileDiff} blocked={!ready} onClick={onCompare}>
        {t('compare')}
      </Button>
    </>
  )
}

type BodyProps = {
  document: YamlDocument
  error: PublicError | null
  problems: readonly YamlProblem[]
  onEdit: (text: string) => void
}

/** What is in the way of saving, above the text. */
function EditingBody({ document, error, problems, onEdit }: BodyProps) {
  const t = useTranslations()
  const editor = useRef<EditorHandle>(null)
  const id = useId()
  const marked = useMemo(
    () =>
      problems.map(({ line, path, issue }) => ({
        line,
        words: [path, describeField(issue, t)].filter(Boolean).join(': '),
      })),
    [problems, t],
  )
  return (
    <div className="grid gap-3">
      {document.newer === null ? null : <ConflictNotice document={document} newer={document.newer} />}
      {problems.length === 0 && document.newer === null ? <FailureNotice failure={error} /> : null}
      <ProblemList id={id} problems={problems} error={error} onJump={(line) => editor.current?.jumpTo(line)} />
      <YamlEditor
        handle={editor}
        value={document.text}
        onValue={onEdit}
        problems={marked}
        describedBy={problems.length === 0 ? undefined : id}
        className="h-[56dvh]"
      />
    </div>
  )
}
