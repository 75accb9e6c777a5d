'use client'
import { Rocket } from 'lucide-react'
import Link from 'next/link'
import { deploymentPage } from '#components/deployments/urls.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { ManagedBy } from '#lib/features/objects/types.ts'

/** The continuous deployment that manages something. */
export function ManagerLink({ workspace, manager }: { workspace: string; manager: ManagedBy }) {
  const { name, devopsProject } = manager
  return (
    <Link
      href={deploymentPage({ workspace, devopsProject }, name)}
      className="inline-flex min-h-6 max-w-full min-w-0 items-center gap-1 hover:text-accent hover:underline"
    >
      <Icon as={Rocket} className="size-3.5" />
      <span className="truncate">{name}</span>
    </Link>
  )
}
