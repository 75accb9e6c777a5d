'use client'
import { createContext, use, type ReactNode } from 'react'
import type { Permission } from '#lib/authz/permissions.ts'

const Permissions = createContext<readonly Permission[]>([])

/** Says what the person may do in the part of the console below it; the server's answer, the server checks again. */
export function PermissionsProvider({ value, children }: { value: readonly Permission[]; children: ReactNode }) {
  const outer = use(Permissions)
  return <Permissions value={[...outer, ...value]}>{children}</Permissions>
}

export const useCan = (permission: Permission): boolean => use(Permissions).includes(permission)

/** Shows its children only to those who may: what a role may never do is absent, not grey. */
export function Can({
  permission,
  children,
  otherwise = null,
}: {
  permission: Permission
  children: ReactNode
  otherwise?: ReactNode
}) {
  return useCan(permission) ? children : otherwise
}
