'use client'
import { callAction } from '#components/patterns/use-action.ts'
import type { PreviewResult } from '#lib/engine/model/preview.ts'
import { previewDeployment } from '#lib/features/deployments/actions.ts'
import type { PreviewInput } from '#lib/features/deployments/schema.ts'
import { previewApi, type DevopsPlace } from '../urls.ts'
import { useAskedPreview, type AskedPreviewView, type AskPreview } from '../use-asked-preview.ts'

export type DraftPreviewView = AskedPreviewView<PreviewResult>

const ask: AskPreview<DevopsPlace & PreviewInput> = (input) => callAction(previewDeployment, input)

/** Has the engine plan the draft, and again whenever it changes. `input` null: the form is not complete. */
export const useDraftPreview = (place: DevopsPlace, input: PreviewInput | null): DraftPreviewView =>
  useAskedPreview(input === null ? null : { ...place, ...input }, ask, (id) => previewApi(place, id))
