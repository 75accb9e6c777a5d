'use client'
import { useForm } from '#components/patterns/use-form.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { editExternalAccess } from '#lib/features/services/actions.ts'
import { editExternalAccessSchema } from '#lib/features/services/schema.ts'
import type { ServiceRow } from '#lib/features/services/types.ts'
import { editablePorts, toAccessInput, wantedPorts, type AccessValues } from './access-values.ts'

export function useExternalAccessForm(place: ProjectPlace, service: ServiceRow, onSaved: () => void) {
  const initial: AccessValues = {
    access: service.access,
    ports: Object.fromEntries(
      editablePorts(service).map(({ port, nodePort }) => [String(port), nodePort === null ? '' : String(nodePort)]),
    ),
    keep: true,
  }
  const form = useForm({
    initial,
    schema: editExternalAccessSchema,
    toInput: (values) => toAccessInput(values, place, service),
    action: editExternalAccess,
    onSuccess: onSaved,
  })
  /** The form counts the filled fields, the server names the port. */
  const portError = (port: number): string | undefined => {
    const index = wantedPorts(form.values).findIndex((wanted) => wanted.port === port)
    return form.errorAt(`nodePorts.${index}.nodePort`) ?? form.errorAt(`nodePorts.${port}`)
  }
  const setPort = (port: number, typed: string) => form.set({ ports: { ...form.values.ports, [String(port)]: typed } })
  return { form, portError, setPort }
}
