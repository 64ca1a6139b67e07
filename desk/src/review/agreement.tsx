// How well two codings agree, field by field, with what that rests on; the machine stands in the same table.
import type { Told } from "../core/api";
import { fieldName } from "./fields";

type Field = Told<"FieldAgreement">;
const figure = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
const percent = (value: number): string => `${Math.round(value * 100)}%`;
const STEPS = [0.05, 0.15, 0.3, 0.5];
/** How much two differ in a field, in five steps. */
const heat = (differ: number): string => `h${STEPS.filter((step) => differ >= step).length}`;

export function Agreement({ told }: { told: Told<"AgreementTold"> }) {
  if (!told.pairings.length) return <p class="faint">Agreement is measured once two have coded the same event.</p>;
  const keys = Object.entries(told.median_keys);
  return (
    <section aria-label="Agreement">
      <h2>Where they differ</h2>
      <Heat pairings={told.pairings} />
      <h2>Agreement</h2>
      {told.pairings.filter((one) => one.fields.length).map((one) => <Pairing key={one.one + one.other} {...one} />)}
      {keys.length ? <p>Median keys for an event: {keys.map(([who, many]) => `${who} ${many}`).join(", ")}</p> : null}
    </section>
  );
}

function Heat({ pairings }: { pairings: readonly Told<"Pairing">[] }) {
  const fields = [...new Set(pairings.flatMap((one) => one.fields.map((each) => each.field)))];
  return (
    <div class="wide">
      <table class="heat">
        <caption class="sr">Share of events on which two codings differ</caption>
        <thead>
          <tr><th scope="col">Field</th>{pairings.map((one) => <th scope="col" key={one.one + one.other}><bdi>{one.one}</bdi> – <bdi>{one.other}</bdi></th>)}</tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{fieldName(field)}</th>
              {pairings.map((one) => {
                const found = one.fields.find((each) => each.field === field);
                return found ? <td key={one.one + one.other} class={heat(1 - found.equal)}>{percent(1 - found.equal)}</td> : <td key={one.one + one.other}>–</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pairing({ one, other, fields }: Told<"Pairing">) {
  return (
    <div class="wide">
      <table class="figures">
        <caption><bdi>{one}</bdi> and <bdi>{other}</bdi></caption>
        <thead>
          <tr>{["Field", "n", "equal", "alpha", "95% interval", "F1 of words"].map((name) => <th scope="col" key={name}>{name}</th>)}</tr>
        </thead>
        <tbody>{fields.map((each) => <Row key={each.field} {...each} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ field, n, alpha, low, high, equal, span_f1 }: Field) {
  return (
    <tr>
      <th scope="row">{fieldName(field)}</th>
      <td>{n}</td>
      <td>{percent(equal)}</td>
      <td>{figure(alpha)}</td>
      <td>{low === null || high === null ? "–" : `${figure(low)} to ${figure(high)}`}</td>
      <td>{figure(span_f1)}</td>
    </tr>
  );
}
