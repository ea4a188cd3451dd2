import type { TreatmentActivities } from '../treatment-activities';

/** Activities the machine asks for itself; the outcome's transaction belongs to the runtime. */
export type ActivityName = Exclude<keyof TreatmentActivities, 'completeTreatment'>;

/** An activity with its command. */
export type ActivityCall = {
  [N in ActivityName]: { readonly name: N; readonly command: Parameters<TreatmentActivities[N]>[0] };
}[ActivityName];

/** What an activity answered. */
export type ActivityAnswer = {
  [N in ActivityName]: { readonly name: N; readonly answer: Awaited<ReturnType<TreatmentActivities[N]>> };
}[ActivityName];

/** Something a runtime is to wait for; the key is stable, so a request already under way is recognised. */
export type Request = { readonly key: string; readonly owner: string; readonly summary: string } & (
  | {
      readonly kind: 'activity';
      readonly call: ActivityCall;
      /** Not begun while paused. */ readonly pausable: boolean;
    }
  | { readonly kind: 'timer'; readonly at: string }
  | {
      readonly kind: 'child';
      readonly type: string;
      readonly workflowId: string;
      readonly input: Readonly<Record<string, string | number | boolean>>;
    }
);
export type ActivityRequest = Extract<Request, { kind: 'activity' }>;
export type TimerRequest = Extract<Request, { kind: 'timer' }>;
export type ChildRequest = Extract<Request, { kind: 'child' }>;
