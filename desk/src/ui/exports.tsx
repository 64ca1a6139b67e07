import { useSignal } from "@preact/signals";
import { address, type Values } from "../core/api";
import { meta } from "./frame";

const PROFILES = { internal: "internal: all of it", partner: "partner: persons and sensitive places guarded", public: "public: as it may be published" };

/** What is asked for (filters, or one event) as a file, in any form and profile that `tidings export` has. */
export function Exports({ of, asked }: { of: string; asked: Values }) {
  const form = useSignal("csv");
  const profile = useSignal("internal");
  const forms = meta.value?.exports ?? [];
  if (!forms.length) return null;
  return (
    <details class="as-table">
      <summary>{of} as a file</summary>
      <form class="export" onSubmit={(event) => event.preventDefault()}>
        <label>Form{" "}
          <select value={form.value} onChange={(event) => (form.value = event.currentTarget.value)}>
            {forms.map((each) => <option key={each.id} value={each.id}>{each.id}: {each.name}</option>)}
          </select>
        </label>
        <label>Profile{" "}
          <select value={profile.value} onChange={(event) => (profile.value = event.currentTarget.value)}>
            {Object.entries(PROFILES).map(([id, told]) => <option key={id} value={id}>{told}</option>)}
          </select>
        </label>
        <a href={address(`/exports/${form.value}`, { ...asked, profile: profile.value })} download>Take the file</a>
        <span class="faint">Who takes what is noted in the audit log.</span>
      </form>
    </details>
  );
}
