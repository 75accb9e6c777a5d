'use client'
import { useTranslations } from 'use-intl/react'
import { TextDiff, type TextDiffProps } from '#components/patterns/text-diff.tsx'
import { FieldTable, type ShownField } from './field-table.tsx'

type Props<Field extends ShownField> = {
  /** Kind and name. */
  object: string
  fields: readonly Field[]
  /** Null: this person may not, or it is not the place for it. */
  onIgnore?: ((field: Field) => void) | null
  /** The whole object before and after, an empty side where it is not there; null: it is not shown. */
  texts?: Pick<TextDiffProps, 'before' | 'after' | 'labels'> | null
}

/**
 * How one object differs, wherever that is shown: field by field with who wrote it, then the whole object. Fields that only the cluster
 * sets are on both sides: a synchronisation leaves them.
 */
export function ObjectDifferences<Field extends ShownField>({
  object,
  fields,
  onIgnore = null,
  texts = null,
}: Props<Field>) {
  const t = useTranslations('deployments.compare')
  return (
    <>
      {fields.length === 0 ? null : (
        <FieldTable label={t('fieldsOf', { name: object })} fields={fields} onIgnore={onIgnore} />
      )}
      {texts === null ? null : <TextDiff {...texts} className="max-h-[70dvh] rounded-none border-0" />}
    </>
  )
}
