// Signs of who holds a place: colour, letters and pattern together, so that no reader depends on colour.

export interface Mark {
  readonly state: string;
  readonly colour: string;
  readonly letters: string;
}
const SIZE = 26;
const RATIO = 2;

/** The sign as a picture, twice as fine as CSS pixels. */
export function mark({ state, colour, letters }: Mark, ground: string, text: string): ImageData | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * RATIO;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  pen.scale(RATIO, RATIO);
  const middle = SIZE / 2;
  const circle = (radius: number) => {
    pen.beginPath();
    pen.arc(middle, middle, radius, 0, 2 * Math.PI);
  };
  circle(11);
  pen.fillStyle = state === "held" ? colour : ground;
  pen.fill();
  if (state === "contested") stripes(pen, text);
  pen.lineWidth = 2;
  pen.strokeStyle = state === "held" ? ground : text;
  if (state === "unknown") pen.setLineDash([3, 3]);
  circle(11);
  pen.stroke();
  if (state === "contested") {
    circle(7);
    pen.fillStyle = ground;
    pen.fill();
  }
  const said = { held: letters, contested: "×", none: "–", unknown: "?" }[state] ?? "?";
  pen.font = `700 ${said.length > 2 ? 9 : said.length > 1 ? 11 : 13}px "Noto Sans", system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = state === "held" ? readable(colour) : text;
  pen.fillText(said, middle, middle + 0.5);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

export const MARK_RATIO = RATIO;

function stripes(pen: CanvasRenderingContext2D, colour: string): void {
  pen.save();
  pen.clip();
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  for (let from = -SIZE; from < SIZE; from += 5) {
    pen.beginPath();
    pen.moveTo(from, SIZE);
    pen.lineTo(from + SIZE, 0);
    pen.stroke();
  }
  pen.restore();
}

/** Black or white, whichever reads better on a colour "#rrggbb" (WCAG contrast). */
export function readable(colour: string): string {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000000" : "#ffffff";
}
