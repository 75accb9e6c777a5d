import {
  Box,
  Boxes,
  Clock,
  Database,
  FileText,
  Globe,
  HardDrive,
  KeyRound,
  Layers,
  ListChecks,
  Network,
  Package,
  Puzzle,
  Scale,
  ServerCog,
  UserCog,
  Waypoints,
} from 'lucide-react'
import type { IconType } from '#components/ui/icon.tsx'

const ICONS: Readonly<Record<string, IconType>> = {
  ConfigMap: FileText,
  CronJob: Clock,
  CustomResourceDefinition: Puzzle,
  DaemonSet: ServerCog,
  Deployment: Boxes,
  EndpointSlice: Waypoints,
  HorizontalPodAutoscaler: Scale,
  Ingress: Globe,
  Job: ListChecks,
  Namespace: Package,
  PersistentVolume: HardDrive,
  PersistentVolumeClaim: HardDrive,
  Pod: Box,
  ReplicaSet: Layers,
  Secret: KeyRound,
  Service: Network,
  StatefulSet: Database,
}

/** The picture of a kind; the word beside it carries the meaning. */
export const kindIcon = (kind: string): IconType =>
  ICONS[kind] ?? (/(Role|RoleBinding|ServiceAccount)$/.test(kind) ? UserCog : Puzzle)
