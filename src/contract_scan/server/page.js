"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const [form, files, chosen, drop, progress, stage, bar, detail, said, problem] = [
    "form", "files", "chosen", "drop", "progress", "stage", "bar", "detail", "said", "problem",
  ].map(at);
  const most = { bytes: Number(form.dataset.most), files: Number(form.dataset.files) };
  const MiB = 1024 * 1024;

  function size(bytes) {
    return bytes < MiB ? `${Math.max(1, Math.round(bytes / 1024))} KiB` : `${(bytes / MiB).toFixed(1)} MiB`;
  }

  function complain(text) {
    at("problem-text").textContent = text;
    problem.hidden = false;
    problem.focus();
  }

  function choose(list) {
    const held = new DataTransfer();
    for (const file of list) held.items.add(file);
    files.files = held.files;
    show();
  }

  function button(text, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  function show() {
    const list = [...files.files];
    problem.hidden = true;
    chosen.hidden = list.length === 0;
    chosen.replaceChildren(...list.map((file, place) => {
      const item = document.createElement("li");
      const row = document.createElement("div");
      const name = document.createElement("span");
      row.className = "row";
      name.className = "name";
      name.textContent = `${file.name}（${size(file.size)}）`;
      const acts = document.createElement("span");
      acts.className = "acts";
      row.append(name, acts);
      if (place > 0) {
        acts.append(button("上移", `上移 ${file.name}`, () => {
          choose([...list.slice(0, place - 1), file, list[place - 1], ...list.slice(place + 1)]);
        }));
      }
      acts.append(button("去掉", `去掉 ${file.name}`, () => {
        choose(list.filter((_, other) => other !== place));
        files.focus();
      }));
      item.append(row);
      return item;
    }));
  }

  files.addEventListener("change", show);

  document.querySelector(".drag").hidden = false;
  for (const kind of ["dragover", "dragleave", "drop"]) {
    // Anywhere on the page: a file dropped beside the field must not replace the page.
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
    });
  }
  document.addEventListener("drop", (event) => {
    const dropped = [...event.dataTransfer.files];
    if (dropped.length > 0 && !form.hidden) choose([...files.files, ...dropped]);
  });

  function tell(text, more) {
    if (stage.textContent !== text) said.textContent = text;
    stage.textContent = text;
    detail.textContent = more;
  }

  function busy(is) {
    form.hidden = is;
    progress.hidden = !is;
    if (!is) said.textContent = "";
  }

  function open(html) {
    // The address stays; one step back leads to the form again.
    history.replaceState({ page: "form" }, "");
    history.pushState({ page: "report" }, "");
    document.open();
    document.write(html);
    document.close();
    window.addEventListener("popstate", (event) => {
      if (event.state && event.state.page === "form") location.reload();
    });
    scrollTo(0, 0);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const list = [...files.files];
    const bytes = list.reduce((sum, file) => sum + file.size, 0);
    if (list.length > most.files) return complain(`一次最多 ${most.files} 个文件，您选了 ${list.length} 个。`);
    if (bytes > most.bytes) return complain(`一次最多 ${size(most.bytes)}，您选的共 ${size(bytes)}。`);
    send();
  });

  function send() {
    const request = new XMLHttpRequest();
    let read = 0, page = 0, began = 0, ended = false, clock;

    function finish(act, value) {
      if (ended) return;
      ended = true;
      clearInterval(clock);
      busy(false);
      if (act) act(value);
    }

    function tick() {
      const seconds = Math.round((Date.now() - began) / 1000);
      const where = page > 0 ? `读到第 ${page} 页，` : "";
      detail.textContent = `${where}已用 ${seconds} 秒。照片和扫描件要先认字，会慢一些。`;
    }

    const heard = {
      waiting: () => tell("正在排队", "前面还有合同在读，请稍等。"),
      reading: () => {
        tell("正在读合同", "");
        began = Date.now();
        tick();
        clock = setInterval(tick, 1000);
      },
      page: (news) => { page = news.page; tick(); },
      report: (news) => finish(open, news.html),
      problem: (news) => finish(complain, news.problem.detail),
    };

    function listen() {
      const lines = request.responseText.slice(read).split("\n");
      for (const line of lines.slice(0, -1)) {
        read += line.length + 1;
        const news = JSON.parse(line);
        heard[news.event](news);
      }
    }

    problem.hidden = true;
    tell("正在上传", "");
    bar.removeAttribute("value");
    request.open("POST", "scan?format=progress");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable || event.loaded === event.total) return;
      bar.max = event.total;
      bar.value = event.loaded;
      detail.textContent = `${size(event.loaded)} / ${size(event.total)}`;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      tell("已经传完，正在等着读", "");
    });
    request.addEventListener("progress", () => { if (request.status === 200) listen(); });
    request.addEventListener("load", () => {
      if (request.status === 200) {
        listen();
        finish(complain, "服务中断了，没有读完；请再试一次。");
        return;
      }
      let text = `服务没有接受（${request.status}）；请再试一次。`;
      try { text = JSON.parse(request.responseText).detail || text; } catch { /* not of this service */ }
      finish(complain, text);
    });
    request.addEventListener("error", () => finish(complain, "连不上服务，或者上传中断了；请再试一次。"));
    at("cancel").onclick = () => { request.abort(); finish(); files.focus(); };
    const body = new FormData(form);
    busy(true);
    stage.focus();
    request.send(body);
  }
})();
