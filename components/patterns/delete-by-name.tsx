'use client'
import { ConfirmDelete, type ConfirmDeleteProps } from './confirm-delete.tsx'
import { toast } from './toast-store.ts'
import { useAction, type ServerAction } from './use-action.ts'

export type DeleteByNameProps<Input, Data> = Pick<
  ConfirmDeleteProps,
  'onClose' | 'title' | 'subtitle' | 'name' | 'submitLabel' | 'children'
> & {
  action: ServerAction<Input & { confirmation: string }, Data>
  /** Which one; the typed name is added. */
  input: Input
  /** The toast's words when it is gone. */
  done: string
  /** The deletion is under way (and true for good once it is gone), or was refused: a page of the thing reads nothing meanwhile. */
  onDeleting?: ((isDeleting: boolean) => void) | undefined
  /** After it is gone, besides closing. */
  onDeleted?: (() => void) | undefined
}

/** Deletes one thing when its name has been typed, and says so. Mounted means open. */
export function DeleteByName<Input, Data>(props: DeleteByNameProps<Input, Data>) {
  const { action, input, done, onDeleting, onDeleted, ...dialog } = props
  const { run, pending, error } = useAction(action, () => {
    toast({ tone: 'success', title: done })
    dialog.onClose()
    onDeleted?.()
  })
  const confirm = async (confirmation: string) => {
    onDeleting?.(true)
    if (!(await run({ ...input, confirmation })).ok) onDeleting?.(false)
  }
  return (
    <ConfirmDelete
      open
      size="form"
      {...dialog}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void confirm(confirmation)}
    />
  )
}
