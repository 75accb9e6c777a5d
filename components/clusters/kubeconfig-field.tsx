'use client'
import { FileUp, PlugZap } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { chooseFile } from '#components/patterns/choose-file.ts'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import type { FormField } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { MAX_KUBECONFIG_BYTES } from '#lib/features/clusters/schema.ts'
import { TestReport } from './test-report.tsx'
import type { TestState } from './use-cluster-test.ts'

/** The kubeconfig, typed or from a file, and the test that must be made before it is saved. It is never shown again. */
export function KubeconfigField({ field, test }: { field: FormField<string>; test: TestState }) {
  const t = useTranslations('clusters.register')
  const [refusal, setRefusal] = useState<'tooLarge' | null>(null)
  const read = async (file: File) => {
    const isTooLarge = file.size > MAX_KUBECONFIG_BYTES
    setRefusal(isTooLarge ? 'tooLarge' : null)
    if (!isTooLarge) field.onValue(await file.text())
  }
  const error = field.error ?? (refusal === null ? undefined : t(refusal))
  return (
    <div className="grid gap-3">
      <Field label={t('kubeconfig')} hint={t('kubeconfigHint')} error={error} required>
        {(control) => (
          <Textarea
            {...control}
            rows={9}
            autoComplete="off"
            className="font-mono text-xs"
            placeholder={'apiVersion: v1\nkind: Config\n…'}
            value={field.value}
            onChange={(event) => field.onValue(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={FileUp} onClick={() => chooseFile((file) => void read(file))}>
          {t('file')}
        </Button>
        <Button icon={PlugZap} busy={test.pending} blocked={field.value.trim() === ''} onClick={test.run}>
          {t('test')}
        </Button>
      </div>
      <FailureNotice failure={test.failure} title={t('refused')} />
      {test.test === null ? null : <TestReport test={test.test} />}
    </div>
  )
}
