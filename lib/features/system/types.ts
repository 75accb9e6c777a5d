/** Whether the engine works, for the console's foot line. */
export type EngineState = {
  /** A live process wrote its heartbeat within the last 15 seconds. */
  alive: boolean
  /** How long the oldest due deployment has been waiting; 0 when nothing waits. */
  lagSeconds: number
  clusters: { ready: number; total: number }
}
