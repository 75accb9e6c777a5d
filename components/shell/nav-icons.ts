import {
  Bell,
  Box,
  Boxes,
  Container,
  FileSliders,
  FolderGit2,
  Info,
  KeyRound,
  Layers,
  Network,
  Rocket,
  Settings2,
  SlidersHorizontal,
  Users,
  Workflow,
} from 'lucide-react'
import type { IconType } from '#components/ui/icon.tsx'
import type { NavIcon } from './nav-model.ts'

export const NAV_ICONS: Record<NavIcon, IconType> = {
  workspace: Layers,
  devops: Workflow,
  project: Box,
  platform: Settings2,
  users: Users,
  settings: SlidersHorizontal,
  deployments: Rocket,
  repositories: FolderGit2,
  credentials: KeyRound,
  overview: Info,
  services: Network,
  workloads: Boxes,
  pods: Container,
  config: FileSliders,
  events: Bell,
}
